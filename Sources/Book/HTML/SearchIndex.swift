import Foundation
import Notebook

/// One place that the search can find.
struct SearchEntry: Encodable, Equatable {
  let address: String
  let place: String
  let title: String
  let words: String
}

/// The book's words as a script: a page that lies in a folder may load a script beside it, but no data.
enum SearchIndex {
  static func script(of entries: [SearchEntry]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let names = SearchNames.all.map { [JSON.string($0.name), .array($0.others.map(JSON.string))] }
    return "window.bookWords = \(String(decoding: try encoder.encode(entries), as: UTF8.self));\n"
      + "window.bookNames = \(JSON.array(names.map(JSON.array)).text);\n"
  }
}

/// The literature's names for what this book names otherwise: the search finds either under both.
enum SearchNames {
  static let all: [(name: String, others: [String])] = [
    ("ELBO", ["evidence lower bound", "lower bound"]),
    ("REINFORCE", ["score-function", "score function"]),
    ("reparameterization trick", ["reparameterized", "reparameterization"]),
    ("reparametrization trick", ["reparameterized", "reparameterization"]),
    ("pathwise", ["through the sample", "path"]),
    ("beta-VAE", ["β = ", "divergence weight", "weight for the divergence"]),
    ("β-VAE", ["β = ", "divergence weight", "weight for the divergence"]),
    ("posterior collapse", ["collapse"]),
    ("IWAE", ["importance-weighted", "importance weighted"]),
    ("importance-weighted autoencoder", ["importance-weighted", "importance weighted"]),
    ("KL", ["divergence"]),
    ("Kullback-Leibler", ["Kullback–Leibler", "divergence"]),
    ("SGVB", ["doubly stochastic"]),
    ("PPCA", ["probabilistic PCA", "linear model"]),
    ("ESS", ["effective sample size"]),
    ("PSIS", ["Pareto"]),
    ("k-hat", ["Pareto shape"]),
    ("MLE", ["maximum likelihood"]),
    ("amortisation gap", ["amortization gap"]),
  ]

}
