# expect: Project-code MinCountConstraintComponent
# expect: Project-primaryCodeIsACodeOfIt SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { ?listing ?property ?value } WHERE { ?listing a chiiki:Listing ; ?property ?value } ;
DELETE WHERE { <project/1-2> chiiki:code ?value }
