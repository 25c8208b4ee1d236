# expect: Mention-joinedBy DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <mention/877-879/茜橋> chiiki:joinedBy ?value } INSERT { <mention/877-879/茜橋> chiiki:joinedBy "exact"@ja } WHERE { <mention/877-879/茜橋> chiiki:joinedBy ?value }
