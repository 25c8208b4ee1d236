# expect: Passage-wordsAreItsQuote SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:words ?value } INSERT { <passage/1116-1123> chiiki:words "避難訓練を実施" } WHERE { <passage/1116-1123> chiiki:words ?value }
