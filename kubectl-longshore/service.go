package main

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// What the operator reads as somebody's intent.
const (
	pausedAnnotation       = "longshore.dev/paused"
	pausedReasonAnnotation = "longshore.dev/paused-reason"
	restartedAtAnnotation  = "longshore.dev/restarted-at"
)

// uploadService is of the resource what the plugin looks at.
type uploadService struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              serviceSpec   `json:"spec"`
	Status            serviceStatus `json:"status"`
}

type serviceSpec struct {
	Replicas *int32      `json:"replicas"`
	Redis    redisSpec   `json:"redis"`
	Storage  storageSpec `json:"storage"`
}

type redisSpec struct {
	SecretRef  keyRef `json:"secretRef"`
	KeyPrefix  string `json:"keyPrefix"`
	Database   int    `json:"database"`
	SessionTTL string `json:"sessionTtl"`
}

type keyRef struct {
	Name string `json:"name"`
	Key  string `json:"key"`
}

type storageSpec struct {
	Filesystem *filesystemSpec `json:"filesystem"`
	S3         *s3Spec         `json:"s3"`
}

type filesystemSpec struct {
	ClaimName string         `json:"claimName"`
	Ephemeral *ephemeralSpec `json:"ephemeral"`
}

type ephemeralSpec struct {
	SizeLimit any `json:"sizeLimit"`
}

type s3Spec struct {
	Bucket   string `json:"bucket"`
	Prefix   string `json:"prefix"`
	Region   string `json:"region"`
	Endpoint string `json:"endpoint"`
}

type serviceStatus struct {
	ObservedGeneration int64              `json:"observedGeneration"`
	Conditions         []metav1.Condition `json:"conditions"`
	Replicas           int32              `json:"replicas"`
	ReadyReplicas      int32              `json:"readyReplicas"`
	Selector           string             `json:"selector"`
	URL                string             `json:"url"`
}

func readService(object *unstructured.Unstructured) (*uploadService, error) {
	service := &uploadService{}
	return service, runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, service)
}

func (s *uploadService) paused() bool { return s.Annotations[pausedAnnotation] == "true" }

// selector of the pods, known before the operator has written it, too.
func (s *uploadService) selector() string {
	if s.Status.Selector != "" {
		return s.Status.Selector
	}
	return "app.kubernetes.io/name=upload-service,app.kubernetes.io/instance=" + s.Name
}

func (s *uploadService) keyPrefix() string {
	if s.Spec.Redis.KeyPrefix != "" {
		return s.Spec.Redis.KeyPrefix
	}
	return s.Namespace + ":" + s.Name + ":session:"
}

func (s *uploadService) condition(kind string) metav1.Condition {
	for _, condition := range s.Status.Conditions {
		if condition.Type == kind {
			return condition
		}
	}
	return metav1.Condition{Type: kind, Status: metav1.ConditionUnknown}
}
