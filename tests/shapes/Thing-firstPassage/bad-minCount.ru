# expect: Thing-firstPassage MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <goal/1> chiiki:firstPassage ?value }
