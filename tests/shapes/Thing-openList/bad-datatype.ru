# expect: Thing-openList DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/co-creation/1> chiiki:openList ?value } INSERT { <project/1-1/co-creation/1> chiiki:openList "等" } WHERE { <project/1-1/co-creation/1> chiiki:openList ?value }
