# expect: Project-primaryCodeIsACodeOfIt SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1> chiiki:primaryCode ?value } INSERT { <project/1-1> chiiki:primaryCode "9-(9)" } WHERE { <project/1-1> chiiki:primaryCode ?value }
