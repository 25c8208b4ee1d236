# expect: Thing-numberIsUnique SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <goal/2> chiiki:number ?value } INSERT { <goal/2> chiiki:number 1 } WHERE { <goal/2> chiiki:number ?value }
