# expect: Thing-position MinInclusiveConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/co-creation/1> chiiki:position ?value } INSERT { <project/1-1/co-creation/1> chiiki:position 0 } WHERE { <project/1-1/co-creation/1> chiiki:position ?value }
