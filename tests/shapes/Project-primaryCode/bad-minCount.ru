# expect: Project-primaryCode MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1> chiiki:primaryCode ?value }
