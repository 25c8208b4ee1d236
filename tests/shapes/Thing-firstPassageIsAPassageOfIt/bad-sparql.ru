# expect: Thing-firstPassageIsAPassageOfIt SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <goal/1> chiiki:firstPassage ?value } INSERT { <goal/1> chiiki:firstPassage <passage/92-106> } WHERE { <goal/1> chiiki:firstPassage ?value }
