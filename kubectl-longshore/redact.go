package main

import (
	"regexp"
	"strings"
)

const leftOut = "<left out>"

var (
	mayBeSecret = regexp.MustCompile(`(?i)pass|secret|token|credential|private|connection.?string|api.?key|access.?key`)
	// userInfo is a password in a URL; connectionPassword one in StackExchange.Redis's grammar.
	userInfo           = regexp.MustCompile(`(://[^/\s:@"']*):[^/\s@"']+@`)
	connectionPassword = regexp.MustCompile(`(?i)\b(password\s*=\s*)[^,\s"']+`)
	bearer             = regexp.MustCompile(`(?i)\b(bearer\s+)[-._~+/0-9a-z]{8,}=*`)
)

// redactText takes passwords and tokens out of text that others wrote.
func redactText(text []byte) []byte {
	text = userInfo.ReplaceAll(text, []byte("$1:"+leftOut+"@"))
	text = connectionPassword.ReplaceAll(text, []byte("${1}"+leftOut))
	return bearer.ReplaceAll(text, []byte("${1}"+leftOut))
}

// redactObject leaves out of an object what may be a secret, and what nobody reads.
func redactObject(object map[string]any) map[string]any {
	if metadata, is := object["metadata"].(map[string]any); is {
		delete(metadata, "managedFields")
		if annotations, is := metadata["annotations"].(map[string]any); is {
			delete(annotations, "kubectl.kubernetes.io/last-applied-configuration")
		}
	}
	redactVariables(object)
	return object
}

// redactVariables goes through containers wherever they are: our own variables stay unless their names say secret, all
// other values go.
func redactVariables(value any) {
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			redactVariables(each)
		}
	case map[string]any:
		if variables, is := value["env"].([]any); is {
			for _, each := range variables {
				redactVariable(each)
			}
		}
		for _, each := range value {
			redactVariables(each)
		}
	}
}

func redactVariable(variable any) {
	fields, is := variable.(map[string]any)
	if !is || fields["value"] == nil {
		return
	}
	name, _ := fields["name"].(string)
	ours := strings.HasPrefix(name, "LONGSHORE_") || strings.HasPrefix(name, "MICRONAUT_")
	if !ours || mayBeSecret.MatchString(name) {
		fields["value"] = leftOut
	}
}
