# expect: Passage-endLine MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <passage/1116-1123> chiiki:endLine ?value }
