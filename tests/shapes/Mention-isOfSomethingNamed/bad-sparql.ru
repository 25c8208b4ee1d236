# expect: Mention-isOfSomethingNamed SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { <mention/877-879/茜橋> chiiki:mentionOf ?value } INSERT { <mention/877-879/茜橋> chiiki:mentionOf <goal/1> } WHERE { <mention/877-879/茜橋> chiiki:mentionOf ?value } ;
DELETE WHERE { <project/1-1/work/3> chiiki:concernsAsset ?value } ;
DELETE { <mention/877-879/茜橋> oa:hasBody ?value } INSERT { <mention/877-879/茜橋> oa:hasBody <goal/1> } WHERE { <mention/877-879/茜橋> oa:hasBody ?value }
