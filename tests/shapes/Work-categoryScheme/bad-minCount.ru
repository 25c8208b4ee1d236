# expect: Work-categoryScheme MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX work-category: <https://w3id.org/chiiki/vocab/work-category/>

DELETE { <project/1-1/work/1> chiiki:category ?value } INSERT { <project/1-1/work/1> chiiki:category work-category:宇宙港 } WHERE { <project/1-1/work/1> chiiki:category ?value }
