# expect: Measure-measureOf ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/5> chiiki:measureOf ?value } INSERT { <project/1-1/work/5> chiiki:measureOf <goal/1> } WHERE { <project/1-1/work/5> chiiki:measureOf ?value } ;
DELETE { <project/1-1/work/5> chiiki:partOf ?value } INSERT { <project/1-1/work/5> chiiki:partOf <goal/1> } WHERE { <project/1-1/work/5> chiiki:partOf ?value } ;
DELETE { <project/1-1/work/5> chiiki:position ?value } INSERT { <project/1-1/work/5> chiiki:position 1 } WHERE { <project/1-1/work/5> chiiki:position ?value }
