# expect: Measure-projectIsItsWhole EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/5> chiiki:partOf ?value } INSERT { <project/1-1/work/5> chiiki:partOf <project/1-2> } WHERE { <project/1-1/work/5> chiiki:partOf ?value } ;
DELETE { <project/1-1/work/5> chiiki:position ?value } INSERT { <project/1-1/work/5> chiiki:position 7 } WHERE { <project/1-1/work/5> chiiki:position ?value }
