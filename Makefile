# Longshore. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run demo demo-clean test test-fast bench bench-operator kubectl-plugin image manifests s3 kube format clean
MVN := ./mvnw -q
PORT ?= 8080
DATA ?= ./data
export ROUNDS SCENARIOS SIZE TUSD
VERSION := $(shell sed -n 's,^  <version>\(.*\)</version>,\1,p' pom.xml | head -1)
SERVICE := upload-service/target/longshore-upload-service-$(VERSION).jar

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: $(SERVICE) ## The upload service alone: PORT=8080 DATA=./data
	@java=$$(.mvn/jdk)/bin/java && export LC_ALL=C.UTF-8 MICRONAUT_SERVER_PORT=$(PORT) LONGSHORE_STORAGE_FILESYSTEM_PATH=$(DATA) && \
	exec $$java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders \
	  -cp '$(SERVICE):upload-service/target/lib/*' dev.longshore.service.Application

$(SERVICE): $(shell find upload-service/src pom.xml upload-service/pom.xml -type f 2>/dev/null)
	$(MVN) -pl upload-service -am package -DskipTests && touch $@

demo: image ## A cluster, the chart, an UploadService, and a file uploaded across three pods
	build/demo

demo-clean: ## Removes what the demo left running
	build/demo clean

test: ## Everything: unit, integration and cluster tests
	build/test all

test-fast: ## Everything but the cluster tests
	build/test fast

bench: $(SERVICE) ## The service beside other servers: ROUNDS=3 SCENARIOS=all SIZE=1024 (MiB); TUSD=path of tusd
	@build/bench

bench-operator: ## The operator with BENCH_SERVICES=1000 resources beside a bare client, on a real API server
	@build/bench-operator

kubectl-plugin: ## The plugin for kubectl longshore: target/kubectl-longshore
	build/kubectl-longshore

image: ## The images of operator and service, and what a test cluster needs
	$(MVN) -pl operator,upload-service -am package -DskipTests
	build/images

manifests: ## The chart as plain YAML, for kubectl and Kustomize: target/manifests
	$(MVN) -pl operator -am test -Dtest=InstallManifestIT -Dsurefire.failIfNoSpecifiedTests=false
	@ls target/manifests/*

s3: ## The S3 server of the service's tests, of its Go module
	build/s3

kube: ## Kubernetes of its Go modules, for tests without a registry
	build/kube
	build/apis all

format: ## Formats the sources
	$(MVN) spotless:apply

clean: ## Removes what was built
	$(MVN) clean
	rm -rf target
