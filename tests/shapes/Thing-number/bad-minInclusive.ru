# expect: Thing-number MinInclusiveConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <field/2> chiiki:number ?value } INSERT { <field/2> chiiki:number 0 } WHERE { <field/2> chiiki:number ?value }
