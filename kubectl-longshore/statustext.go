package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// table writes columns of equal width.
func table(out io.Writer, write func(out io.Writer)) {
	columns := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	write(columns)
	columns.Flush()
}

func printPicture(out io.Writer, p *picture, colour paint, now time.Time) {
	state := p.Verdict.State
	if p.Verdict.Reason != "" && p.Verdict.Reason != state {
		state += " (" + p.Verdict.Reason + ")"
	}
	fmt.Fprintf(out, "%s/%s is %s: %s\n", p.Namespace, p.Name, colour.by(p.Verdict.State, safe(state)), safe(p.Verdict.Text))

	fmt.Fprintln(out, "\n"+colour.bold("Conditions"))
	for _, condition := range p.Conditions {
		fmt.Fprintf(out, "  %-16s %-6s %-20s %-5s %s\n", safe(condition.Type), condition.Status, safe(condition.Reason),
			span(condition.LastTransitionTime.Time, now), safe(condition.Message))
	}
	if len(p.Conditions) == 0 {
		fmt.Fprintln(out, "  none yet")
	}

	fmt.Fprintln(out, "\n"+colour.bold("Pods"))
	if len(p.Pods) == 0 {
		fmt.Fprintln(out, "  none")
	} else {
		table(out, func(out io.Writer) {
			fmt.Fprintln(out, "  NAME\tREADY\tSTATE\tRESTARTS\tAGE\tNODE")
			for _, pod := range p.Pods {
				ready := "no"
				if pod.Ready {
					ready = "yes"
				}
				fmt.Fprintf(out, "  %s\t%s\t%s\t%d\t%s\t%s\n", pod.Name, ready, safe(pod.State), pod.Restarts,
					span(pod.Created, now), orNone(pod.Node))
			}
		})
	}

	fmt.Fprintf(out, "\n%s  %s\n", colour.bold("Storage"), orNone(p.Storage))
	fmt.Fprintf(out, "%s    %s\n", colour.bold("Redis"), orNone(p.Redis))

	fmt.Fprintln(out, "\n"+colour.bold("Events"))
	if len(p.Events) == 0 {
		fmt.Fprintln(out, "  none in the last hour or so")
	}
	for _, event := range p.Events {
		fmt.Fprintf(out, "  %-5s %-7s %-18s %s: %s\n", span(event.Last, now), event.Type, safe(event.Reason),
			safe(event.Object), safe(event.Message))
	}
	for _, unknown := range p.Unknown {
		fmt.Fprintf(out, "\nNot known: %s\n", safe(unknown))
	}
}

func printLines(out io.Writer, lines []line, now time.Time) {
	table(out, func(out io.Writer) {
		fmt.Fprintln(out, "NAMESPACE\tNAME\tSTATE\tREASON\tPODS\tAGE\tNEXT")
		for _, line := range lines {
			next := "-"
			if line.Verdict.code != exitOK {
				next = safe(line.Verdict.Text)
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%d/%d\t%s\t%s\n", line.Namespace, line.Name, line.Verdict.State,
				orNone(line.Verdict.Reason), line.Ready, line.Pods, span(line.created, now), next)
		}
	})
}
