import Testing
@testable import VAECore
