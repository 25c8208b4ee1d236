# expect: Passage-words MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <passage/1116-1123> chiiki:words "避難訓練の 実施" }
