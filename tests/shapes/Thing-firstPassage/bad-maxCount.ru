# expect: Thing-firstPassage MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <goal/1> chiiki:firstPassage <passage/92-106> ; chiiki:derivedFrom <passage/92-106> }
