# expect: Work-categoryIsPrinted MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/work/1> chiiki:categoryLabel ?value }
