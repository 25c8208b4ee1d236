# expect: Mention-isSettledOrOpen SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE WHERE { <mention/877-879/茜橋> chiiki:mentionOf ?value } ;
DELETE WHERE { <mention/877-879/茜橋> oa:hasBody ?value } ;
DELETE WHERE { <project/1-1/work/3> chiiki:concernsAsset ?value } ;
INSERT DATA { <mention/877-879/茜橋> chiiki:candidate <../asset/茜橋> }
