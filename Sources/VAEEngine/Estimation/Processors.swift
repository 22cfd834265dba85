import Platform

/// The number of processors that are online.
func processorCount() -> Int { Swift.max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
