# expect: Thing-positionIsUnique SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/initiative/1-2> chiiki:position ?value } INSERT { <project/1-1/initiative/1-2> chiiki:position 1 } WHERE { <project/1-1/initiative/1-2> chiiki:position ?value }
