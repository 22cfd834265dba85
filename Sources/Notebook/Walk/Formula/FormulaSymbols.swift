/// The characters that stand for the chapters' LaTeX commands in a terminal.
enum FormulaSymbols {
  /// Commands that are one symbol.
  static let symbols: [String: (String, FormulaClass)] = [
    "mid": ("|", .relation), "Vert": ("‖", .relation), "sim": ("~", .relation), "approx": ("≈", .relation),
    "le": ("≤", .relation), "leq": ("≤", .relation), "ge": ("≥", .relation), "geq": ("≥", .relation),
    "ne": ("≠", .relation), "neq": ("≠", .relation), "equiv": ("≡", .relation), "propto": ("∝", .relation),
    "ll": ("≪", .relation), "gg": ("≫", .relation), "in": ("∈", .relation), "to": ("→", .relation),
    "mapsto": ("↦", .relation), "Rightarrow": ("⇒", .relation), "Leftrightarrow": ("⇔", .relation),
    "subset": ("⊂", .relation), "lt": ("<", .relation), "gt": (">", .relation), "gets": ("←", .relation),
    "cdot": ("·", .ordinary), "times": ("×", .binary), "pm": ("±", .binary), "odot": ("⊙", .binary),
    "otimes": ("⊗", .binary), "oplus": ("⊕", .binary), "circ": ("∘", .binary), "cup": ("∪", .binary),
    "cap": ("∩", .binary),
    "sum": ("Σ", .large), "prod": ("∏", .large), "int": ("∫", .large), "iint": ("∬", .large),
    "langle": ("⟨", .open), "rangle": ("⟩", .close), "lVert": ("‖", .open), "rVert": ("‖", .close),
    "lvert": ("|", .open), "rvert": ("|", .close), "lfloor": ("⌊", .open), "rfloor": ("⌋", .close),
    "dots": ("…", .ordinary), "ldots": ("…", .ordinary), "cdots": ("⋯", .ordinary), "top": ("⊤", .ordinary),
    "partial": ("∂", .ordinary), "nabla": ("∇", .ordinary), "infty": ("∞", .ordinary), "ell": ("ℓ", .ordinary),
    "prime": ("′", .ordinary), "forall": ("∀", .ordinary), "exists": ("∃", .ordinary), "star": ("⋆", .ordinary),
    "|": ("‖", .ordinary), "%": ("%", .ordinary), "#": ("#", .ordinary), "&": ("&", .ordinary),
    ",": (" ", .space), ";": (" ", .space), ":": (" ", .space), " ": (" ", .space), "!": ("", .space),
    "quad": ("   ", .space), "qquad": ("      ", .space),
  ]

  /// Commands that are names of functions, printed as they are.
  static let functions: Set<String> = [
    "log", "ln", "exp", "cos", "sin", "tan", "arcsin", "tanh", "cosh", "sinh", "max", "min", "arg", "det", "dim", "sup",
    "inf",
    "lim", "Pr",
  ]

  /// Greek letters.
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
  ]

  /// Marks over a letter, as combining characters.
  static let accents: [String: String] = [
    "hat": "\u{302}", "bar": "\u{304}", "overline": "\u{304}", "tilde": "\u{303}", "dot": "\u{307}",
    "vec": "\u{20D7}",
  ]

  /// Commands that change a letter's shape alone. The prose writes E and L for the expectation and the bound.
  static let shapes: Set<String> = [
    "mathrm", "mathbf", "mathcal", "mathbb", "mathit", "mathsf", "boldsymbol", "operatorname", "bm",
  ]

  /// Commands that set a bracket's size.
  static let sizes: Set<String> = [
    "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "big", "Big", "bigg", "Bigg", "bigm", "Bigm",
    "left", "right", "middle",
  ]

  /// Characters that exist above the line.
  static let above = Dictionary(
    uniqueKeysWithValues: zip(
      "0123456789+−=()abcdefghijklmnoprstuvwxyzβγδθφχ⊤′∗ ",
      "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᶿᵠᵡᵀ′* "))

  /// Characters that exist below the line.
  static let below = Dictionary(
    uniqueKeysWithValues: zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"))

  /// Fractions that are one character.
  static let fractions = [
    "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞",
  ]
}
