# expect: MeasureItem-partOf InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-2/programme/1/item/1> chiiki:partOf ?value } INSERT { <project/1-2/programme/1/item/1> chiiki:partOf <project/1-2/initiative/1-1> } WHERE { <project/1-2/programme/1/item/1> chiiki:partOf ?value }
