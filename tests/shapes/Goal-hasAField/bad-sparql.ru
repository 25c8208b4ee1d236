# expect: Goal-hasAField SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <goal/1> chiiki:inField ?value }
