# expect: Work-categoryLabel PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/1> chiiki:categoryLabel ?value } INSERT { <project/1-1/work/1> chiiki:categoryLabel " " } WHERE { <project/1-1/work/1> chiiki:categoryLabel ?value }
