# expect: Work-category MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX work-category: <https://w3id.org/chiiki/vocab/work-category/>

INSERT DATA { <project/1-1/work/1> chiiki:category work-category:道路 }
