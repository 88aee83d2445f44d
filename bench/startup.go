package main

func startupScenario() scenario {
	return scenario{name: "startup", title: "From the start of the process to its first answer", unit: "s",
		others: []string{"CPU s until then", "RSS at rest MiB"}, run: startup}
}

func startup(t *target, _ options) (outcome, error) {
	return outcome{value: t.startup.Seconds(), others: []float64{t.cpu(), t.server.memory("VmRSS")}}, nil
}
