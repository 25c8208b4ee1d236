# expect: Work-categoryLabel DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/work/1> chiiki:categoryLabel ?value } INSERT { <project/1-1/work/1> chiiki:categoryLabel "港湾"@ja } WHERE { <project/1-1/work/1> chiiki:categoryLabel ?value }
