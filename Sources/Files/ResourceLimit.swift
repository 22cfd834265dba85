import Platform

/// A limit that the system sets to this process.
enum ResourceLimit {
  case addresses, data, fileSize

  /// The limit in bytes, or nil if there is none.
  var bytes: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      let isKnown = getrlimit(__rlimit_resource_t(number.rawValue), &limit) == 0
    #else
      let isKnown = getrlimit(number, &limit) == 0
    #endif
    return isKnown && limit.rlim_cur < rlim_t(Int.max) ? Int(limit.rlim_cur) : nil
  }

  #if canImport(Glibc)
    private var number: __rlimit_resource {
      self == .addresses ? RLIMIT_AS : self == .data ? RLIMIT_DATA : RLIMIT_FSIZE
    }
  #else
    private var number: Int32 { self == .addresses ? RLIMIT_AS : self == .data ? RLIMIT_DATA : RLIMIT_FSIZE }
  #endif
}
