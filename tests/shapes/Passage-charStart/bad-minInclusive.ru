# expect: Passage-charStart MinInclusiveConstraintComponent
# expect: Passage-quoteFitsItsPosition SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:charStart ?value } INSERT { <passage/1116-1123> chiiki:charStart -1 } WHERE { <passage/1116-1123> chiiki:charStart ?value }
