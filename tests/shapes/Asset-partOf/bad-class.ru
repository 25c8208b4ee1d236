# expect: Asset-partOf ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <../asset/葵川/上葵地区> chiiki:partOf ?value } INSERT { <../asset/葵川/上葵地区> chiiki:partOf <../area/99001> } WHERE { <../asset/葵川/上葵地区> chiiki:partOf ?value }
