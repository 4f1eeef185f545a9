"""From a trained version to the one that scores: a gate that reads its card, a person who approves, an audit that shows it."""
