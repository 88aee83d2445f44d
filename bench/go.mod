module dev.longshore/bench

go 1.25

require (
	github.com/aws/aws-sdk-go-v2 v1.45.1
	golang.org/x/time v0.14.0
)

require github.com/aws/smithy-go v1.28.1 // indirect
