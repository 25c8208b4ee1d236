# expect: MeasureItem-partOf MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-2/programme/1/item/1> chiiki:partOf ?value } INSERT { <project/1-2/programme/1/item/1> chiiki:partOf <project/1-2/programme/9> } WHERE { <project/1-2/programme/1/item/1> chiiki:partOf ?value } ;
INSERT DATA { <project/1-2/programme/9> chiiki:measureOf <project/1-2> }
