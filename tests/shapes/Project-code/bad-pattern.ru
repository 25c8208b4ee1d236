# expect: Project-code PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { ?listing ?property ?value } WHERE { ?listing a chiiki:Listing ; ?property ?value } ;
DELETE { <project/1-2> chiiki:code ?value } INSERT { <project/1-2> chiiki:code "1 (2)" } WHERE { <project/1-2> chiiki:code ?value } ;
DELETE { <project/1-2> chiiki:primaryCode ?value } INSERT { <project/1-2> chiiki:primaryCode "1 (2)" } WHERE { <project/1-2> chiiki:primaryCode ?value }
