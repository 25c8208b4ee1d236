# expect: CoCreation-hasContent MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/co-creation/1> chiiki:content ?value }
