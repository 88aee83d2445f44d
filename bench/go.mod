module dev.longshore/bench

go 1.25
