package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

var uploadServices = schema.GroupVersionResource{Group: "longshore.dev", Version: "v1alpha1", Resource: "uploadservices"}

// plugin is what all commands share: kubectl's flags and where to write.
type plugin struct {
	flags   *genericclioptions.ConfigFlags
	streams genericclioptions.IOStreams
}

// cluster is a connection to the API server with the namespace that was asked for.
type cluster struct {
	config    *rest.Config
	namespace string
	typed     kubernetes.Interface
	dynamic   dynamic.Interface
}

func (p *plugin) connect() (*cluster, error) {
	namespace, _, err := p.flags.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return nil, err
	}
	config, err := p.flags.ToRESTConfig()
	if err != nil {
		return nil, err
	}
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	untyped, err := dynamic.NewForConfig(config)
	return &cluster{config, namespace, typed, untyped}, err
}

// colours are for people at a terminal that did not ask for none (https://no-color.org).
func (p *plugin) colours() bool {
	file, isFile := p.streams.Out.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// names completes the name of an UploadService.
func (p *plugin) names(command *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	cluster, err := p.connect()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	services, err := cluster.services(command.Context(), cluster.namespace)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := []string{}
	for _, service := range services {
		names = append(names, service.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (c *cluster) service(ctx context.Context, name string) (*uploadService, error) {
	object, err := c.dynamic.Resource(uploadServices).Namespace(c.namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, orNotFound(err)
	}
	return readService(object)
}

func (c *cluster) services(ctx context.Context, namespace string) ([]*uploadService, error) {
	list, err := c.dynamic.Resource(uploadServices).Namespace(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	services := []*uploadService{}
	for i := range list.Items {
		service, err := readService(&list.Items[i])
		if err != nil {
			return nil, err
		}
		services = append(services, service)
	}
	return services, nil
}

// annotate changes annotations of a resource and nothing else.
func (c *cluster) annotate(ctx context.Context, name string, patch []byte) error {
	_, err := c.dynamic.Resource(uploadServices).Namespace(c.namespace).
		Patch(ctx, name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: "kubectl-longshore"})
	return orNotFound(err)
}
