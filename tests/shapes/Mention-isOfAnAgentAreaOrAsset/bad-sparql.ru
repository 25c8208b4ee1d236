# expect: Mention-isOfAnAgentAreaOrAsset SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <mention/877-879/茜橋> chiiki:mentionOf ?value } INSERT { <mention/877-879/茜橋> chiiki:mentionOf <goal/1> } WHERE { <mention/877-879/茜橋> chiiki:mentionOf ?value } ;
DELETE WHERE { <project/1-1/work/3> chiiki:concernsAsset ?value }
