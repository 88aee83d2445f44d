// Reads an OLM bundle's folder and says what OLM's own library has against it: a line for each error and warning.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/operator-framework/api/pkg/manifests"
	"github.com/operator-framework/api/pkg/operators/v1alpha1"
	"github.com/operator-framework/api/pkg/validation"
	validator "github.com/operator-framework/api/pkg/validation/interfaces"
	"sigs.k8s.io/yaml"
)

// All but those that ask a registry for images, are about other formats, or are on their way out.
var validators = validator.Validators{
	validation.ClusterServiceVersionValidator,
	validation.CustomResourceDefinitionValidator,
	validation.BundleValidator,
	validation.OperatorHubV2Validator,
	validation.StandardCategoriesValidator,
	validation.StandardCapabilitiesValidator,
	validation.ObjectValidator,
	validation.AlphaDeprecatedAPIsValidator,
	validation.GoodPracticesValidator,
}

func main() {
	folder := os.Args[1]
	bundle, err := manifests.GetBundleFromDir(folder)
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	objects := append(bundle.ObjectsToValidate(), map[string]string{"k8s-version": os.Args[2]})
	for _, result := range validators.Validate(objects...) {
		for _, problem := range append(result.Errors, result.Warnings...) {
			fmt.Println(problem)
		}
	}
	for _, file := range unknownFields(folder) {
		fmt.Println("error:", file)
	}
}

// The library leaves out what it does not know; a typing error in a field's name would be lost without a word.
func unknownFields(folder string) []error {
	files, err := filepath.Glob(filepath.Join(folder, "manifests", "*.clusterserviceversion.yaml"))
	problems := []error{err}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			err = yaml.UnmarshalStrict(text, &v1alpha1.ClusterServiceVersion{})
		}
		problems = append(problems, err)
	}
	return notNil(problems)
}

func notNil(problems []error) []error {
	var found []error
	for _, problem := range problems {
		if problem != nil {
			found = append(found, problem)
		}
	}
	return found
}
