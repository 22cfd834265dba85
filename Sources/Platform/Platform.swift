// The C library of this system. Files that call it import this module, so that the choice stands in one place.

#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#elseif canImport(Bionic)
  @_exported import Bionic
#elseif canImport(Darwin)
  @_exported import Darwin
#else
  #error("expected a system with a POSIX C library: Linux, macOS or another of Apple's systems")
#endif
