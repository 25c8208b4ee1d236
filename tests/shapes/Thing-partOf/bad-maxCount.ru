# expect: Thing-partOf MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-2/programme/1/item/1> chiiki:partOf <project/1-2/programme/2> }
