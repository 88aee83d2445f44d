package main

import (
	"bytes"
	"context"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// What may belong to a service. Secrets and ConfigMaps are not among them.
var children = []schema.GroupVersionResource{
	{Group: "apps", Version: "v1", Resource: "deployments"},
	{Group: "apps", Version: "v1", Resource: "replicasets"},
	{Version: "v1", Resource: "pods"},
	{Version: "v1", Resource: "services"},
	{Version: "v1", Resource: "serviceaccounts"},
	{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices"},
	{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"},
	{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"},
	{Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies"},
	{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"},
	{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"},
	{Group: "monitoring.coreos.com", Version: "v1", Resource: "servicemonitors"},
	{Group: "monitoring.coreos.com", Version: "v1", Resource: "podmonitors"},
}

// operatorLabel selects the operator's Deployment and pods, as the chart labels them.
const operatorLabel = "app.kubernetes.io/name=longshore-operator"

// gathering collects a report; what can't be had is noted and does not end it.
type gathering struct {
	cluster *cluster
	folder  folder
	lines   int64
	files   int
	missed  []string
}

func (g *gathering) note(what string, err error) {
	if err != nil {
		g.missed = append(g.missed, what+": "+err.Error())
	}
}

func (g *gathering) add(name string, text []byte) {
	err := g.folder.add(name, redactText(text))
	g.note(name, err)
	if err == nil {
		g.files++
	}
}

func (g *gathering) addYAML(name string, value any) {
	text, err := yaml.Marshal(value)
	g.note(name, err)
	if err == nil {
		g.add(name, text)
	}
}

func (g *gathering) status(picture *picture) {
	var text bytes.Buffer
	printPicture(&text, picture, false, time.Now())
	g.add("status.txt", text.Bytes())
}

func (g *gathering) objects(ctx context.Context, name string) {
	c := g.cluster
	service, err := c.dynamic.Resource(uploadServices).Namespace(c.namespace).Get(ctx, name, metav1.GetOptions{})
	g.note("uploadservice", err)
	if err != nil {
		return
	}
	g.addYAML("uploadservice.yaml", redactObject(service.Object))
	selector := "app.kubernetes.io/instance=" + name + ",app.kubernetes.io/managed-by=longshore"
	for _, kind := range children {
		g.list(ctx, kind, c.namespace, selector, kind.Resource+".yaml")
	}
	read, err := readService(service)
	g.note("uploadservice", err)
	if err != nil {
		return
	}
	if files := read.Spec.Storage.Filesystem; files != nil && files.ClaimName != "" {
		claims := schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumeclaims"}
		claim, err := c.dynamic.Resource(claims).Namespace(c.namespace).Get(ctx, files.ClaimName, metav1.GetOptions{})
		g.note("persistentvolumeclaim", err)
		if err == nil {
			g.addYAML("persistentvolumeclaim.yaml", redactObject(claim.Object))
		}
	}
	pods, err := c.pods(ctx, read)
	g.note("pods", err)
	g.logs(ctx, "logs", pods)
}

// list writes objects of a kind; a kind that the cluster has not is nothing to tell of.
func (g *gathering) list(ctx context.Context, kind schema.GroupVersionResource, namespace, selector, file string) {
	list, err := g.cluster.dynamic.Resource(kind).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: selector})
	if apierrors.IsNotFound(err) {
		return
	}
	g.note(kind.Resource, err)
	if err != nil || len(list.Items) == 0 {
		return
	}
	items := []any{}
	for _, item := range list.Items {
		items = append(items, redactObject(item.Object))
	}
	g.addYAML(file, items)
}

func (g *gathering) events(ctx context.Context) {
	list, err := g.cluster.typed.CoreV1().Events(g.cluster.namespace).List(ctx, metav1.ListOptions{})
	g.note("events", err)
	if err != nil {
		return
	}
	for i := range list.Items {
		list.Items[i].ManagedFields = nil
	}
	g.addYAML("events.yaml", list.Items)
}

func (g *gathering) operator(ctx context.Context) {
	deployments := schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	g.list(ctx, deployments, "", operatorLabel, "operator/deployments.yaml")
	pods, err := g.cluster.typed.CoreV1().Pods("").List(ctx, metav1.ListOptions{LabelSelector: operatorLabel})
	g.note("the operator's pods", err)
	if err == nil {
		g.logs(ctx, "operator/logs", pods.Items)
	}
}

func (g *gathering) logs(ctx context.Context, under string, pods []corev1.Pod) {
	for _, pod := range pods {
		for _, container := range pod.Status.ContainerStatuses {
			name := under + "/" + pod.Name + "-" + container.Name
			g.log(ctx, &pod, container.Name, false, name+".log")
			if container.RestartCount > 0 {
				g.log(ctx, &pod, container.Name, true, name+".previous.log")
			}
		}
	}
}

func (g *gathering) log(ctx context.Context, pod *corev1.Pod, container string, previous bool, file string) {
	options := &corev1.PodLogOptions{Container: container, Previous: previous, TailLines: &g.lines, Timestamps: true}
	text, err := g.cluster.typed.CoreV1().Pods(pod.Namespace).GetLogs(pod.Name, options).DoRaw(ctx)
	g.note(file, err)
	if err == nil {
		g.add(file, text)
	}
}

func (g *gathering) notes() {
	if len(g.missed) > 0 {
		g.add("notes.txt", []byte("What could not be had:\n"+strings.Join(g.missed, "\n")+"\n"))
	}
}
