# expect: Work-heading PatternConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/1> chiiki:heading ?value } INSERT { <project/1-1/work/1> chiiki:heading " " } WHERE { <project/1-1/work/1> chiiki:heading ?value }
