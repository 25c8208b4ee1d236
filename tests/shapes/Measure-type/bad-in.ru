# expect: Measure-type InConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/5> a ?value } INSERT { <project/1-1/work/5> a chiiki:Measure } WHERE { <project/1-1/work/5> a ?value }
